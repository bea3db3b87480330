import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Where `--install-peers` puts other libraries; git ignores it. */
export const peersFolder = join(import.meta.dirname, "..", ".peers");

const packages = [
  ...["@tensorflow/tfjs@4.22.0", "@tensorflow/tfjs-backend-wasm@4.22.0", "@jax-js/jax@0.1.25"],
  ...["deepbox@1.0.0", "brain.js@1.6.1"],
];

/** Installs the JavaScript peers beside the workspace, so that nobody who does not measure downloads them. */
export function installPeers(): void {
  const flags = ["--prefix", peersFolder, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
  const { status } = spawnSync("npm", ["install", ...flags, ...packages], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) throw new Error("npm could not install the peers");
}
