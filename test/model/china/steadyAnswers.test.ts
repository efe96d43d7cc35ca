import { expect } from "chai";
import { isSteady, nextRow, noAnswers } from "../../../model/china/steadyAnswers.ts";

const steadiness = { times: 4, milliseconds: 3_000 };
/** The second in which a gateway that answers so, once a second, counts as steady; -1 where it never does. */
function steadyAt(answers: string, every = 1_000): number {
  let row = noAnswers;
  return [...answers].findIndex((answer, index) => {
    row = nextRow(row, answer === "+", index * every);
    return isSteady(row, steadiness);
  });
}

describe("a key that answers steadily", () => {
  it("has answered often enough, for long enough, without a refusal in between", () => {
    expect(steadyAt("++++")).to.equal(3);
    expect(steadyAt("-+++-+++++")).to.equal(8);
    expect(steadyAt("+-+-+-+-+-")).to.equal(-1);
  });

  it("has not where it was asked often within a moment, or seldom", () => {
    expect(steadyAt("++++++++++++", 100)).to.equal(-1);
    expect(steadyAt("+++", 10_000)).to.equal(-1);
    expect(steadyAt("++++", 10_000)).to.equal(3);
  });
});
