import { expect, it } from "vitest";
import { wasm } from "./index.ts";

it("a page whose policy forbids workers has one thread", async () => {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "worker-src 'none'";
  document.head.append(policy);
  const backend = wasm({ threads: 2 });
  await new Promise((resume) => setTimeout(resume, 200));
  expect(backend.threads).toBe(1);
  const sum = backend.memory.alloc(1, "float32");
});
