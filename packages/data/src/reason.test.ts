import { expect, it } from "vitest";
import { reasonOf } from "./reason.ts";

it("gives the message, with that of the cause", () => {
  expect(reasonOf(new Error("cut"))).toBe("cut");
  expect(reasonOf(new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND") }))).toBe(
    "fetch failed (getaddrinfo ENOTFOUND)",
  );
});

it("gives the code of a cause that says nothing", () => {
  const cause = Object.assign(new Error(""), { code: "ECONNREFUSED" });
  expect(reasonOf(new TypeError("fetch failed", { cause }))).toBe("fetch failed (ECONNREFUSED)");
});

it("gives what is no error as text", () => {
  expect(reasonOf("gone")).toBe("gone");
});
