import { expect } from "chai";
import { newestOperation, operationInNested, reachesBack } from "../../../model/diagnosis/operation.ts";
import { arn, history, type Told } from "./histories.ts";

const created: readonly Told[] = [
  [0, "root", "CREATE_IN_PROGRESS"],
  [1, "root", "ROLLBACK_COMPLETE"],
];
const deleted: readonly Told[] = [
  [2, "root", "DELETE_IN_PROGRESS"],
  [3, "root", "DELETE_COMPLETE"],
];

describe("reachesBack", () => {
  it("wants the beginning of the operation, and what a deletion that went well has deleted", () => {
    expect(reachesBack(arn("root"), history("root", [1, "root", "ROLLBACK_COMPLETE"]))).to.equal(false);
    expect(reachesBack(arn("root"), history("root", ...created))).to.equal(true);
    expect(reachesBack(arn("root"), history("root", ...deleted))).to.equal(false);
    expect(reachesBack(arn("root"), history("root", ...created, ...deleted))).to.equal(true);
    const failed = history("root", [2, "root", "DELETE_IN_PROGRESS"], [3, "Queue", "DELETE_FAILED"]);
    expect(reachesBack(arn("root"), failed)).to.equal(true);
  });
});

describe("operationInNested", () => {
  it("leaves out what has no time, and keeps all where the root's beginning is not known", () => {
    const known = newestOperation(arn("root"), history("root", [5, "root", "UPDATE_IN_PROGRESS"]));
    const unknown = newestOperation(arn("root"), history("root", [5, "Queue", "UPDATE_FAILED"]));
    if (!known || !unknown) throw new Error("no operation");
    const failures = [{ ResourceStatus: "UPDATE_FAILED" }, ...history("core", [6, "Queue", "UPDATE_FAILED"])];
    expect(operationInNested(known, arn("core"), failures).events).to.have.lengthOf(1);
    expect(operationInNested(unknown, arn("core"), failures).events).to.have.lengthOf(2);
  });
});
