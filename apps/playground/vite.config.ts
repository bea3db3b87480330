import { defineConfig } from "vite";
import { isolation } from "./src/isolation.ts";

export default defineConfig({
  // The page works from any folder of a server.
  base: "./",
  resolve: { conditions: ["@piecewise/source", "module", "browser", "development|production"] },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: { format: "es" },
  server: { headers: isolation },
  preview: { headers: isolation },
});
