// The smallest module with a vector instruction: (func (result v128) i32.const 0 i8x16.splat).
const simdModule = Uint8Array.from([
  ...[
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b, 0x03, 0x02,
    0x01, 0x00,
  ],
  ...[0x0a, 0x08, 0x01, 0x06, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x0b],
]);

/** Whether WebAssembly with vectors compiles here: the engine may lack it, and a page's policy may forbid it. */
export function hasSimd(): boolean {
  try {
    return new WebAssembly.Module(simdModule) instanceof WebAssembly.Module;
  } catch {
    return false;
  }
}
