import { describe, expect, it } from "vitest";
import { examplesInDocComments, examplesInMarkdown } from "./examples/find.ts";
import { instrument } from "./examples/instrument.ts";
import { runAlone, runTogether } from "./examples/run.ts";
import { printed, shows } from "./examples/shows.ts";

const folder = import.meta.dirname;
const alone = (code: string) => runAlone({ path: "README.md", line: 1, code }, folder);
const together = (...codes: string[]) =>
  runTogether(
    codes.map((code) => ({ path: "x.ts", line: 1, code })),
    folder,
    ["node:path/posix", "node:path"],
  );

describe("finding examples", () => {
  it("takes the ts blocks of Markdown, with their lines, and the reasons of those to ignore", () => {
    const text = "# A\n\n```ts\nf();\ng();\n```\n\n```sh\nls\n```\n\n```ts ignore: takes hours\nh();\n```\n";
    expect(examplesInMarkdown("README.md", text)).toEqual([
      { path: "README.md", line: 4, code: "f();\ng();\n" },
      { path: "README.md", line: 13, code: "h();\n", ignored: "takes hours" },
    ]);
  });

  it("takes the @example blocks of doc comments up to the next tag", () => {
    const text = [
      "const a = 1;",
      "/**",
      " * Says something.",
      " *",
      " * @example",
      " * if (true) {",
      " *   f(); // 1",
      " * }",
      " *",
      " * @example ignore",
      " * g();",
      " */",
    ];
    expect(examplesInDocComments("a.ts", text.join("\n"))).toEqual([
      { path: "a.ts", line: 6, code: "if (true) {\n  f(); // 1\n}" },
      { path: "a.ts", line: 11, code: "g();", ignored: "" },
    ]);
  });
});

describe("reading promises", () => {
  it("turns a comment with an arrow into a check and leaves others alone", () => {
    const code = 'f(1); // → 2\nf(2); // twice\nconsole.log(f(1), "a"); // → 2 a\nconst x = f(3); // → 6';
    expect(instrument(code, { arrow: "required" }).split("\n")).toEqual([
      'await shows("2", f(1)); // → 2',
      "f(2); // twice",
      'await shows("2 a", printed(f(1), "a")); // → 2 a',
      "const x = f(3); // → 6",
    ]);
  });

  it("takes every comment that ends a statement in doc comments", () => {
    expect(instrument("f(2); // 4", { arrow: "optional" })).toBe('await shows("4", f(2)); // 4');
  });

  it("reads a promise on the lines below, one line each", () => {
    const code = 'console.log("a\\nb");\n// → a\n// → b\n// and so on';
    expect(instrument(code, { arrow: "required" })).toContain('await shows("a\\nb", ');
  });

  it("goes into blocks, but not into functions", () => {
    const code = "for (const a of [1]) {\n  a; // 1\n}\nconst f = () => {\n  g(); // 2\n};";
    const lines = instrument(code, { arrow: "optional" }).split("\n");
    expect([lines[1], lines[4]]).toEqual(['  await shows("1", a); // 1', "  g(); // 2"]);
  });

  it("compares the message of what is thrown", () => {
    const code = 'throw new Error("no");\n// no';
    expect(instrument(code, { arrow: "optional" })).toContain(
      'await shows("no", printed((new Error("no")).message));',
    );
  });

  it("refuses code that does not parse", () => {
    expect(() => instrument("f(;", { arrow: "required" })).toThrow(SyntaxError);
  });
});

describe("comparing", () => {
  it.each([
    ["1.7615941559557649", 1.76159],
    ["[[21], [43.0000001]]", [[21], [43]]],
    ["[2,3]", new Float32Array([2, 3])],
    ["[1, NaN]", Promise.resolve([1, NaN])],
    ['"a, b"', "a, b"],
    ["{ rows: 2 }", { rows: 2 }],
    ["[1, 2]", { array: async () => [1, 2] }],
    ["undefined", undefined],
    ["true", true],
    ["0.9542…", 0.954244],
    ["[ 1, 2 ] a", printed([1, 2], "a")],
  ])("takes %s for %o", async (promised, value) => {
    await expect(shows(promised, value)).resolves.toBeUndefined();
  });

  it.each([
    ["1.7616", 1.76159],
    ["0.95…", 0.9],
    ["[1]", 1],
    ["a", "a"],
    ["[1, 2]", printed([1, 2])],
    ["NaN", undefined],
  ])("tells %s from %o", async (promised, value) => {
    await expect(shows(promised, value)).rejects.toThrow("the comment says");
  });
});

describe("running", () => {
  it("runs an example as a module, types and all", async () => {
    await alone('import { join } from "node:path/posix";\nconst a: string = "a";\njoin(a, "b"); // → "a/b"');
  });

  it("says what a README promises wrongly", async () => {
    await expect(alone('console.log("a"); // → b')).rejects.toThrow("the comment says b, the code gives a");
  });

  it("sees the names of the modules in doc comments, which an example may use for its own", async () => {
    const own = "const join = 2;\njoin; // 2";
    const wrong = await together(
      'join("a", "b"); // "a/b"',
      own,
      "nothing(); // 1",
      'join("a"); // "b"',
      "f(;",
    );
    expect(wrong.slice(0, 2)).toEqual([undefined, undefined]);
    expect(wrong[2]).toContain("nothing is not defined");
    expect(wrong[3]).toContain('the comment says "b", the code gives "a"');
    expect(wrong[4]).toContain("SyntaxError");
  });

  it("says which examples did not run when one ends the process", async () => {
    const wrong = await together("1; // 1", "process.exit(1);", "1; // 1");
    expect(wrong).toEqual([
      undefined,
      expect.stringMatching("did not run"),
      expect.stringMatching("did not run"),
    ]);
  });
});
