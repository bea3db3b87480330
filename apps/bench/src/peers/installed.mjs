import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { peersFolder } from "../install.ts";

const require = createRequire(join(peersFolder, "package.json"));

/** Loads a CommonJS package from the folder of installed peers. */
export const requirePeer = (name) => require(name);
/** Loads an ES module from there. */
export const importPeer = (name) => import(pathToFileURL(require.resolve(name)).href);
/** The folder of a package's main file. */
export const folderOf = (name) => dirname(require.resolve(name));
