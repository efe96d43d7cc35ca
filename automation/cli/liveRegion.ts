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
  let size = { columns: stream.columns, rows: stream.rows };

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
    if (drawn.length === 0 && lost.length === 0) {
      size = { columns: stream.columns, rows: stream.rows };
      return;
    }
    const { columns, rows } = stream;
    const wide = reflows ? columns : Number.POSITIVE_INFINITY;
    const old = [...lost, ...drawn];
    live.done();
    // Where some are lost the others stand at the top, and a window that grows brings back as many rows as it gains. Of
    // what is further up nobody knows whether it is ours.
    const atTop = lost.length > 0 && columns === size.columns;
    const height = heightOf(old, wide);
    const reach = atTop ? heightOf(drawn, wide) + Math.max(0, rows - size.rows) : rows - 1;
    const above = Math.min(reach, rows - 1, height);
    stream.write(`\r${above > 0 ? `\u001B[${above}A` : ""}\u001B[J`);
    lost = firstRows(old, height - above, wide);
    size = { columns, rows };
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

/** What of lines fills so many rows. */
function firstRows(lines: readonly string[], count: number, columns: number): readonly string[] {
  let room = count;
  return lines.flatMap((line) => {
    if (room <= 0) return [];
    const part = line.slice(0, room * columns);
    room -= heightOf([line], columns);
    return [part];
  });
}

function heightOf(lines: readonly string[], columns: number): number {
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(columnsOf(line) / columns)), 0);
}

/** Most terminals do; these cut lines off instead. */
function doesReflow({ TERM = "", TMUX, XTERM_VERSION }: NodeJS.ProcessEnv): boolean {
  return TMUX !== undefined || (XTERM_VERSION === undefined && !/^(linux$|screen)/.test(TERM));
}
