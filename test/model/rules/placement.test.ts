import { expect } from "chai";
import { placementProblems, placesOf, placesOfRaw, realPlaces } from "../../../model/rules/placement.ts";
import { environment, good, inChina } from "../environment/reading.ts";

const place = (name: string, accountId = "111111111111", region = "us-east-1") => ({
  environment: name,
  accountId,
  region,
});
const split = [
  { environment: "prod", accountId: "012345678901", region: "cn-north-1" },
  { environment: "prod", accountId: "210987654321", region: "ap-southeast-1" },
];

describe("places of environments", () => {
  it("are one of a standard environment and two of one that is split", () => {
    expect(placesOf(environment({}))).to.deep.equal([place("prod", "012345678901")]);
    expect(placesOf(environment({}, inChina))).to.deep.equal(split);
  });

  it("are told by a configuration that is wrong elsewhere", () => {
    expect(placesOfRaw("prod", { ...good, version: "x", colour: 1 })).to.deep.equal([place("prod", "012345678901")]);
    expect(placesOfRaw("prod", { ...inChina, version: "x" })).to.deep.equal(split);
    expect(placesOfRaw("prod", { ...inChina, china: "x" })).to.deep.equal(split.slice(0, 1));
    // A number has lost its leading zero.
    expect(placesOfRaw("prod", { ...good, expectedAccountId: 12345678901 })).to.deep.equal([
      place("prod", "012345678901"),
    ]);
  });

  it("are none where account or region can't be read", () => {
    expect(placesOfRaw("prod", { ...good, expectedAccountId: "x" })).to.deep.equal([]);
    expect(placesOfRaw("prod", { ...good, expectedAccountId: undefined })).to.deep.equal([]);
    expect(placesOfRaw("prod", { ...good, region: ["us-east-1"] })).to.deep.equal([]);
  });

  it("have room for one environment", () => {
    const apart = [place("a"), place("b", "111111111111", "us-east-2"), place("c", "222222222222")];
    expect(placementProblems(apart)).to.deep.equal([]);
    const [problem, ...others] = placementProblems([...apart, place("d"), place("e")]);
    expect(others).to.deep.equal([]);
    expect(problem).to.include({ accountId: "111111111111", region: "us-east-1" });
    expect(problem?.environments).to.deep.equal(["a", "d", "e"]);
    expect(problem?.message).to.include("Environments a and d and e are in the same account and region");
  });

  it("are all of them looked at: a web app is in the way of a standard environment", () => {
    const [problem] = placementProblems([...split, place("other", "210987654321", "ap-southeast-1")]);
    expect(problem?.environments).to.deep.equal(["prod", "other"]);
  });

  it("are not taken by examples", () => {
    expect(realPlaces([place("a", "123456789012"), place("b")])).to.deep.equal([place("b")]);
  });
});
