/** The module of a worker that trains the small network. */
import { serveTraining } from "../../packages/piecewise/src/index.ts";
import { smallTraining } from "./small-training.ts";

serveTraining(smallTraining);
