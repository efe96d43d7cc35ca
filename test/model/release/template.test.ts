import { expect } from "chai";
import { PantherError } from "../../../model/error.ts";
import { sameTemplate, versionInMappings } from "../../../model/release/releaseOfTemplate.ts";
import { section } from "../../../model/release/template.ts";
import { parseTemplate } from "../../../model/release/templateText.ts";

describe("templates", () => {
  it("are read with short intrinsics in their long form", () => {
    const template = parseTemplate(
      [
        "A: !Ref X",
        "B: !Sub ['${Y}', {Y: !GetAtt C.Outputs.D}]",
        "E: !If [Z, !Ref AWS::NoValue, '715623e8']",
        "F: false",
        "G: {Fn::GetAtt: [H, I]}",
      ].join("\n"),
    );
    expect(template).to.deep.equal({
      A: { Ref: "X" },
      B: { "Fn::Sub": ["${Y}", { Y: { "Fn::GetAtt": ["C", "Outputs.D"] } }] },
      E: { "Fn::If": ["Z", { Ref: "AWS::NoValue" }, "715623e8"] },
      F: false,
      G: { "Fn::GetAtt": ["H", "I"] },
    });
  });

  it("are read from JSON", () => expect(parseTemplate('{"A":{"Ref":"X"}}')).to.deep.equal({ A: { Ref: "X" } }));

  for (const text of ["", "just text", "- a", "A: [", "A: 1\nA: 2"]) {
    it(`are not read from ${JSON.stringify(text)}`, () => expect(() => parseTemplate(text)).to.throw(PantherError));
  }

  it("give their sections, empty where there is none", () => {
    const template = parseTemplate("A: {B: {C: 1}}\nD: x");
    expect(section(template, "A", "B")).to.deep.equal({ C: 1 });
    expect(section(template, "A", "X", "Y")).to.deep.equal({});
    expect(section(template, "D")).to.deep.equal({});
  });

  it("tell the release in their mappings", () => {
    expect(versionInMappings("Mappings: {Constants: {Panther: {Version: 1.38.5}}}")).to.equal("1.38.5");
    expect(versionInMappings("Mappings: {}")).to.equal(undefined);
  });

  it("are the same whatever their spelling, and different where they differ", () => {
    expect(sameTemplate("A: !Ref X\nB: '1'", '{"B":"1","A":{"Ref":"X"}}')).to.equal(true);
    expect(sameTemplate("A: '1'", "A: '2'")).to.equal(false);
  });
});
