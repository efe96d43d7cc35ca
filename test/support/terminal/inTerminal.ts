import { execa } from "execa";
import { withoutForeignAws } from "../../../local/aws/environment.ts";
import { checkout } from "../../../local/setup/places.mjs";

/** A terminal of a given size; each line of its input, "rows columns", is another one. Node.js has none of its own. */
const host = `
import fcntl, os, pty, select, struct, sys, termios
def resize(fd, rows, columns): fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", int(rows), int(columns), 0, 0))
pid, fd = pty.fork()
if pid == 0:
    resize(1, *sys.argv[1:3])
    os.execvp(sys.argv[3], sys.argv[3:])
sources = [fd, 0]
while True:
    ready, _, _ = select.select(sources, [], [])
    if 0 in ready:
        line = os.read(0, 100)
        if line: resize(fd, *line.split())
        else: sources.remove(0)
    if fd in ready:
        try: data = os.read(fd, 65536)
        except OSError: data = b""
        if not data: break
        os.write(1, data)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

export interface InTerminal {
  readonly columns: number;
  readonly rows: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Takes what the program writes. `resize` gives the window another size. */
  readonly onOutput: (text: string, resize: (columns: number, rows: number) => void) => void;
}

/** Runs a TypeScript program on a terminal. @returns its exit code @throws what `onOutput` throws */
export async function inTerminal(program: string, args: readonly string[], options: InTerminal): Promise<number> {
  const { columns, rows, env, onOutput } = options;
  const size = [String(rows), String(columns)];
  const words = [process.execPath, "--import=tsx", program, ...args];
  const child = execa("python3", ["-c", host, ...size, ...words], {
    cwd: checkout,
    env: { ...withoutForeignAws(process.env), TERM: "xterm-256color", ...env },
    extendEnv: false,
    reject: false,
    stdin: "pipe",
    buffer: false,
  });
  const resize = (wide: number, high: number) => void child.stdin.write(`${high} ${wide}\n`);
  let failure: unknown;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (failure) return;
    try {
      onOutput(text, resize);
    } catch (error) {
      failure = error;
      child.kill();
    }
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const { exitCode } = await child;
  if (failure) throw failure;
  if (errors) throw new Error(errors);
  return exitCode ?? -1;
}
