/** A check of 32 bits over bytes: CRC-32C in records of TensorBoard, CRC-32 in images. */
export type CyclicRedundancy = (bytes: Uint8Array) => number;

/** The check with a polynomial, its lowest bit first. */
function checkWith(polynomial: number): CyclicRedundancy {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ polynomial : rest >>> 1;
    return rest;
  });
  return (bytes) => {
    let rest = 0xffffffff;
    for (const byte of bytes) rest = (rest >>> 8) ^ table[(rest ^ byte) & 0xff];
    return (rest ^ 0xffffffff) >>> 0;
  };
}

/** Castagnoli's, 1993. */
export const crc32c = checkWith(0x82f63b78);
/** That of PNG and zip. */
export const crc32 = checkWith(0xedb88320);
