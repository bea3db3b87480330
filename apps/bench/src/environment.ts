/** Without variables that slow peers down, and with the number of threads for libraries that read it there. */
export function environment(threads: number): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _core, NODE_EXTRA_CA_CERTS: _certificates, ...rest } = process.env;
  return { ...rest, OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) };
}
