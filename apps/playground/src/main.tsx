import { render } from "preact";
import "uplot/dist/uPlot.min.css";
import { App } from "./page/app.tsx";
import "./page/style.css";

const place = document.getElementById("app");
if (place !== null) render(<App />, place);
