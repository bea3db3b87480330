import { expect, it } from "vitest";
import { exp, ready, tensor } from "./index.ts";

it("a page whose policy forbids WebAssembly and generated code computes in JavaScript", async () => {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "script-src 'self'";
  document.head.append(policy);
  expect(() => globalThis.eval("1") as unknown).toThrow(EvalError);
  expect((await ready()).name).toBe("js");
  expect(await exp(tensor([0, 0])).array()).toEqual([1, 1]);
});
