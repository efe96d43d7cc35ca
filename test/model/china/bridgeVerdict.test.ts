import { expect } from "chai";
import { bridgeVerdict } from "../../../model/china/bridgeVerdict.ts";

const answer = (status: number, body: string) => bridgeVerdict({ kind: "answer", status, body });
const refusal = (status: number, body: string) => {
  const verdict = answer(status, body);
  if (verdict.kind === "answers") throw new Error("it answers");
  return verdict;
};

describe("what the bridge's reply means", () => {
  it("is that it answers: with a list with something in it, or with any other JSON", () => {
    expect(answer(200, '[{"integrationId":"x"}]')).to.deep.equal({ kind: "answers", criterion: "list" });
    for (const body of ["[]", "{}", "null", '"x"', " {} \n"]) {
      expect(answer(200, body), body).to.deep.equal({ kind: "answers", criterion: "json" });
    }
  });

  for (const [status, body, code, says] of [
    [403, '{"message":"Forbidden"}', "bridge-forbidden", "wrong, disabled or on no usage plan"],
    [403, "", "bridge-forbidden", "answers 403: the key"],
    [403, '{"message":7}', "bridge-forbidden", "answers 403: the key"],
    [403, '{"Message":null}', "recordal-missing", "ICP recordal"],
    [403, '{"message":"Missing Authentication Token"}', "bridge-path-missing", "no POST /cn/panther-source-api"],
    [
      403,
      '{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: x"}',
      "bridge-policy-denies",
      "User: anonymous",
    ],
    [429, '{"message":"Limit Exceeded"}', "bridge-throttled", "Limit Exceeded"],
    [500, '{"message":"Internal server error"}', "bridge-backend-error", "answers 500 (Internal server error)"],
    [502, "<html>", "bridge-backend-error", "answers 502."],
    [504, '{"message":"Endpoint request timed out"}', "bridge-backend-error", "timed out"],
    [200, '{"errorMessage":"no such table","errorType":"E"}', "bridge-backend-error", "no such table"],
    [200, "<html>login</html>", "bridge-not-json", "something that is no JSON"],
    [200, " ", "bridge-not-json", "with nothing"],
    [302, "", "bridge-unexpected-answer", "answers 302"],
    [400, '{"message":"bad"}', "bridge-unexpected-answer", "answers 400 (bad)"],
    [404, "", "bridge-unexpected-answer", "answers 404"],
  ] as const) {
    it(`is ${code} for ${status} ${body}`, () => {
      const { message, fix, ...verdict } = refusal(status, body);
      expect(verdict).to.deep.equal({ kind: "refuses", code });
      expect(message).to.include(says);
      expect(fix).to.not.equal("");
    });
  }

  it("repeats no more of an answer than a line", () => {
    expect(refusal(502, JSON.stringify({ message: "x".repeat(5000) })).message.length).to.be.below(300);
  });

  for (const [cause, code] of [
    ["dns", "bridge-unknown-host"],
    ["timeout", "bridge-timeout"],
    ["tls", "bridge-tls"],
    ["connection", "bridge-unreachable"],
  ] as const) {
    it(`is ${code} where it can't be reached for ${cause}`, () => {
      const verdict = bridgeVerdict({ kind: "unreachable", cause, detail: "EWHY" });
      expect(verdict).to.include({ kind: "refuses", code });
      expect(verdict.kind === "refuses" && verdict.message).to.include("EWHY");
    });
  }
});
