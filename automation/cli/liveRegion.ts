import { createLogUpdate } from "log-update";
import { columnsOf } from "./terminalText.ts";

/** The lines at the bottom of a terminal that are drawn again and again. What is printed goes above them and stays. */
export interface LiveRegion {
  draw(): void;
  print(line: string): void;
  /** Takes the lines away. */
  close(): void;
}

/**
 * @param text What is to be drawn: lines that fit the terminal, since a wrapped line can't be redrawn cleanly; blank where
 *   there is nothing.
 * @param reflows Whether the terminal wraps lines anew when it becomes narrower.
 */
export function liveRegion(
  stream: NodeJS.WriteStream,
  text: () => string,
  reflows: boolean = doesReflow(process.env),
): LiveRegion {
  const live = createLogUpdate(stream);
  let drawn: readonly string[] = [];
  // Of frames before, in the scrollback: a window that grows again brings them back.
  let lost: readonly string[] = [];

  const draw = () => {
    // A terminal has no size until somebody looks at it, for example a container's.
    const now = stream.columns === 0 || stream.rows === 0 ? "" : text();
    if (now !== "") live(now);
    // Where there is nothing to draw the line is somebody else's, a question's for example.
    else if (drawn.length > 0) live.clear();
    drawn = now === "" ? [] : now.split("\n");
  };
  // What log-update remembers is how many rows there were, which is not how many there are in a window of another width.
  const redraw = () => {
    if (drawn.length === 0 && lost.length === 0) return;
    const { columns, rows } = stream;
    const rowsOf = (line: string) => (reflows ? Math.max(1, Math.ceil(columnsOf(line) / columns)) : 1);
    const old = [...lost, ...drawn];
    const height = old.reduce((sum, line) => sum + rowsOf(line), 0);
    live.done();
    // The cursor stops at the first row: what is above that can't be erased.
    stream.write(`\r\u001B[${height}A\u001B[J`);
    lost = firstRows(old, height - (rows - 1), rowsOf);
    draw();
  };
  stream.on("resize", redraw);
  return {
    draw,
    print(line) {
      // One write, so that no terminal shows what is between.
      stream.cork();
      live.clear();
      stream.write(`${line}\n`);
      lost = [];
      drawn = [];
      draw();
      stream.uncork();
    },
    close() {
      stream.off("resize", redraw);
      live.clear();
      live.done();
    },
  };
}

/** The lines that fill so many rows. */
function firstRows(lines: readonly string[], count: number, rowsOf: (line: string) => number): readonly string[] {
  let rows = 0;
  return lines.filter((line) => {
    rows += rowsOf(line);
    return rows <= count;
  });
}

/** Most terminals do; these cut lines off instead. */
function doesReflow({ TERM = "", TMUX, XTERM_VERSION }: NodeJS.ProcessEnv): boolean {
  return TMUX !== undefined || (XTERM_VERSION === undefined && !/^(linux$|screen)/.test(TERM));
}
