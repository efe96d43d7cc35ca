import { expect } from "chai";
import { serviceObservations, serviceParameters, servicesOf } from "../../../model/preflight/regionServices.ts";

const resource = (type: string) => ({ type, path: [], properties: {}, known: { template: {}, values: new Map() } });
const needed = servicesOf(
  [
    "AWS::SQS::Queue",
    "AWS::SQS::QueuePolicy",
    "AWS::Cognito::UserPool",
    "AWS::ElasticLoadBalancingV2::Listener",
    "AWS::Serverless::Function",
    "Custom::Certificate",
  ].map(resource),
);
const region = "eu-west-1";
const found = (there: readonly string[], known: readonly string[] = []) =>
  serviceObservations(
    needed,
    new Set([
      ...there.map((name) => serviceParameters(region, name).there),
      ...known.map((name) => serviceParameters(region, name).known),
    ]),
    region,
  );

describe("the services that a release needs", () => {
  it("come from its resource types, under the names of AWS's list", () => {
    expect(needed.map(({ name, listed }) => [name, ...listed].join(" "))).to.deep.equal([
      "Cognito cognito-idp",
      "ElasticLoadBalancingV2 elb elbv2",
      "Lambda lambda",
      "SQS sqs",
    ]);
    expect(serviceParameters("eu-west-1", "sqs")).to.deep.equal({
      there: "/aws/service/global-infrastructure/regions/eu-west-1/services/sqs",
      known: "/aws/service/global-infrastructure/services/sqs",
    });
  });

  it("are in the region, are not, or are of no name that the list has", () => {
    expect(found(["cognito-idp", "elbv2", "lambda", "sqs"])).to.deep.equal([
      { verdict: "pass", message: "All 4 services that the release needs are in eu-west-1." },
    ]);
    const without = found(["lambda", "sqs"], ["cognito-idp", "lambda", "sqs"]);
    expect(without.map(({ verdict }) => verdict)).to.deep.equal(["failure", "could-not-tell"]);
    expect(without[0]?.message).to.equal("eu-west-1 does not have what the release makes: Cognito.");
    expect(without[1]?.message).to.include("ElasticLoadBalancingV2");
  });

  it("are told as they are where a type has no service's form", () => {
    expect(servicesOf([resource("Odd")])).to.deep.equal([{ name: "Odd", listed: ["odd"] }]);
  });

  it("can't be told where AWS publishes no list, and are none where nothing is made", () => {
    expect(found([])[0]).to.include({ verdict: "could-not-tell" });
    expect(found([])[0]?.message).to.include("no list of the services in eu-west-1");
    expect(serviceObservations([], new Set(), region)[0]?.verdict).to.equal("pass");
  });
});
