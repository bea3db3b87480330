/** One movement of the pen through points, in a box 100 wide and 100 high; y grows downwards. */
export interface GlyphStroke {
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Through the points in a smooth curve, or from point to point in straight lines. */
  readonly curved: boolean;
}

/** One way of writing a digit. */
export type Glyph = readonly GlyphStroke[];

/** The ways of writing each digit, 0 to 9. */
export const glyphs: readonly (readonly Glyph[])[] = [
  [
    [curve("54,0 25,12 14,50 26,90 50,100 75,88 86,50 76,14 52,1")],
    [curve("66,8 34,6 15,46 26,90 54,100 82,78 84,36 62,6 40,12")],
    [curve("30,10 16,50 30,94 60,98 84,60 74,12 44,0 26,18")],
  ],
  [
    [line("50,0 50,100")],
    [line("28,24 54,0 54,100")],
    [line("30,22 54,0 54,100"), line("30,100 78,100")],
    [curve("34,20 46,12 56,0"), line("56,0 50,100")],
  ],
  [
    [curve("18,24 32,4 60,0 78,20 68,48 42,74 16,98"), line("16,98 84,98")],
    [curve("18,22 34,3 62,2 78,22 66,52 40,84 20,97 13,86 28,80 58,93 88,94")],
    [curve("20,10 58,2 78,24 52,64 14,96 50,92 86,98")],
    [line("20,6 80,4 18,98 84,98")],
  ],
  [
    [curve("20,12 48,0 76,14 70,38 42,48"), curve("42,48 74,54 84,76 62,98 30,98 14,84")],
    [line("20,2 78,2 44,40"), curve("44,40 76,46 84,74 62,98 32,98 14,86")],
    [curve("18,14 50,0 78,18 66,42 44,48 70,52 84,74 60,100 18,90")],
  ],
  [
    [line("30,2 18,56 84,56"), line("66,16 66,100")],
    [line("62,100 62,0 12,68 88,68")],
    [curve("26,4 20,36 32,54 72,50"), line("76,0 66,100")],
    [line("24,8 24,50 76,50"), line("76,2 76,100")],
  ],
  [
    [line("78,2 30,2 25,44"), curve("25,44 54,36 80,52 82,78 56,100 18,90")],
    [curve("80,3 42,3 26,24 42,44 74,58 76,84 48,100 16,90")],
    [line("32,6 26,46"), curve("26,46 56,40 82,60 72,92 42,100 14,88"), line("32,5 84,1")],
  ],
  [
    [curve("72,2 40,18 18,56 22,88 50,100 78,88 80,64 56,50 28,60 20,78")],
    [curve("56,0 32,38 18,72 34,98 64,98 78,76 62,56 36,60 22,76")],
    [curve("38,0 22,40 20,80 44,100 76,90 74,64 46,58 22,74")],
  ],
  [
    [line("14,4 84,4 42,100")],
    [line("14,4 84,4 46,100"), line("34,52 78,50")],
    [line("14,18 18,3 84,3"), curve("84,3 62,38 48,68 44,100")],
    [curve("14,12 36,2 60,8 84,3"), line("84,3 38,100")],
  ],
  [
    [curve("76,14 50,0 24,16 34,40 66,56 80,80 50,100 20,80 36,56 68,38 76,12")],
    [curve("50,46 26,32 30,6 54,0 74,14 70,36 50,46 24,60 20,88 50,100 80,86 76,58 48,45")],
    [curve("74,10 46,0 26,20 44,44 72,66 72,94 40,100 22,80 40,58 68,34 70,12")],
  ],
  [
    [curve("76,16 50,0 22,14 22,40 48,54 72,40 78,10"), line("78,8 70,100")],
    [curve("78,20 54,0 24,12 22,38 50,52 74,36 80,14 78,60 62,92 24,98")],
    [curve("74,6 36,4 22,30 44,52 74,32 76,8"), curve("76,8 72,50 50,100")],
  ],
];

function curve(points: string): GlyphStroke {
  return { points: pointsOf(points), curved: true };
}

function line(points: string): GlyphStroke {
  return { points: pointsOf(points), curved: false };
}

function pointsOf(text: string): [number, number][] {
  return text.split(" ").map((pair) => {
    const [x, y] = pair.split(",").map(Number);
    return [x, y];
  });
}
