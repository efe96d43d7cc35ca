/** Reason of an abort that a Ctrl-C on a terminal caused, which every process in its foreground was sent as well. */
export class TerminalInterrupt extends Error {
  constructor() {
    super("from the terminal");
    this.name = "TerminalInterrupt";
  }
}
