import { expect } from "chai";
import { lineOf } from "../../../automation/cli/progressView.ts";
import { reportOf } from "../../../automation/diagnose.ts";
import type { DriverEvent } from "../../../automation/events.ts";
import { arn, histories, history } from "../../model/diagnosis/histories.ts";

describe("a failed event", () => {
  it("shows a person what the failure means, what to do, and where to look", () => {
    const root = history("root", [0, "root", "CREATE_IN_PROGRESS"], [1, "Queue", "CREATE_FAILED", "Rate exceeded"]);
    const { hint, consoleUrl } = reportOf(arn("root"), histories({ root }));
    if (!hint || !consoleUrl) throw new Error("nothing was found");
    const event: DriverEvent = {
      type: "failed",
      code: "root-failed",
      message: "root > Queue",
      fix: "Again.",
      hint,
      consoleUrl,
    };
    const shown = lineOf(event)?.replace(/\s+/g, " ");
    for (const part of ["root > Queue", hint.text, hint.fix, consoleUrl, "Again."]) expect(shown).to.include(part);
  });
});
