import { crc32c } from "./cyclic-redundancy.ts";
import { joinedBytes } from "./protocol-buffer.ts";

/** Bytes as a record of TensorFlow: their length, its check, the bytes, their check. */
export function record(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setUint32(0, bytes.length, true);
  return joinedBytes([length, masked(length), bytes, masked(bytes)]);
}

/** A check, turned and moved, so that a check of bytes that hold checks is not weak. */
function masked(bytes: Uint8Array): Uint8Array {
  const check = crc32c(bytes);
  const turned = ((check >>> 15) | (check << 17)) >>> 0;
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, (turned + 0xa282ead8) >>> 0, true);
  return out;
}
