import { cssColor, type Paper } from "../page/canvas.tsx";

/** Marks a dead unit's square: in red, with a cross. */
export function crossOut(
  { context, color }: Paper,
  x: number,
  y: number,
  width: number,
  height = width,
): void {
  context.fillStyle = cssColor(color("dead"));
  context.fillRect(x, y, width, height);
  context.strokeStyle = cssColor(color("surface"));
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x + 3, y + 3);
  context.lineTo(x + width - 3, y + height - 3);
  context.moveTo(x + width - 3, y + 3);
  context.lineTo(x + 3, y + height - 3);
  context.stroke();
}
