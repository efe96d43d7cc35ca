import { execa } from "execa";
import { checkout } from "../../../local/setup/places.mjs";

/** Python, which local AWS needs anyway, has terminals to give. Types each text when the one before it has shown. */
const onTerminal = `
import os, pty, sys
script, *steps = sys.argv[1:]
pid, fd = pty.fork()
if pid == 0:
    os.execvp("node", ["node", "--import=tsx", "--input-type=module", "--eval", script])
shown, seen = b"", 0
while True:
    try:
        data = os.read(fd, 4096)
    except OSError:
        break
    if not data:
        break
    shown += data
    while steps and steps[0].encode() in shown[seen:]:
        seen = len(shown)
        os.write(fd, steps[1].encode())
        steps = steps[2:]
os.waitpid(pid, 0)
sys.stdout.buffer.write(shown)
`;

/**
 * Runs a script on a terminal, from the folder of the checkout.
 * @param steps What has to show, and what is typed then, by turns.
 * @returns all that has shown
 */
export async function typed(script: string, ...steps: readonly string[]): Promise<string> {
  const { stdout } = await execa("python3", ["-c", onTerminal, script, ...steps], { cwd: checkout, stdin: "ignore" });
  return stdout;
}
