import { expect } from "chai";
import { canAsk } from "../../../automation/cli/ask.ts";

describe("a question", () => {
  it("is asked only of somebody who sees the plan that it is about", () => {
    const terminal = { isTTY: true };
    const streams = { stdin: terminal, stdout: terminal, stderr: terminal };
    expect(canAsk(streams)).to.equal(true);
    for (const elsewhere of ["stdin", "stdout", "stderr"]) {
      expect(canAsk({ ...streams, [elsewhere]: {} }), elsewhere).to.equal(false);
    }
  });
});
