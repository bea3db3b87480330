import { rolldown } from "rolldown";

// Joins the built modules of the package in whose folder it runs into one file for Node, which takes longer to find a file
// than to read it: a program starts in half the time. Bundlers for the browser go on seeing single modules, and leave out
// what is not used.
const isOwn = (id: string) => id.startsWith(".") || id.startsWith("/");
const bundle = await rolldown({
  input: `${process.cwd()}/dist/index.js`,
  platform: "node",
  external: (id) => !isOwn(id),
  treeshake: false,
});
await bundle.write({ file: "dist/node.js", format: "esm", sourcemap: true });
