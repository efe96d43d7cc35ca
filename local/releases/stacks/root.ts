import { nestedDeclaration, parametersOf, rootDeclaration } from "../parameters/parameters.ts";
import type { Limits, StackName } from "../parameters/types.ts";
import { type Release, scopeOf } from "../scope.ts";
import {
  and,
  condition,
  equals,
  findInMap,
  isTrue,
  join,
  type Resource,
  ref,
  sub,
  type Template,
  type Value,
  type Values,
} from "../template.ts";
import { templateUrl } from "../urls.ts";
import { printTemplate } from "../yaml.ts";
import { appsync } from "./appsync.ts";
import { bootstrap } from "./bootstrap.ts";
import { bootstrapGateway } from "./bootstrapGateway.ts";
import { cloudSecurity } from "./cloudSecurity.ts";
import { core } from "./core.ts";
import { dashboards } from "./dashboards.ts";
import type { StackDefinition } from "./definition.ts";
import { logAnalysis } from "./logAnalysis.ts";
import { onboard } from "./onboard.ts";
import { web } from "./web.ts";

export const stackDefinitions: readonly StackDefinition[] = [
  bootstrap,
  bootstrapGateway,
  appsync,
  cloudSecurity,
  core,
  dashboards,
  logAnalysis,
  onboard,
  web,
];

const versionPattern = "^\\d+\\.\\d+\\.\\d+(-.+)?$";

export function nestedTemplate(release: Release, definition: StackDefinition): Template {
  const scope = scopeOf(release, definition.name);
  const { Description, Transform, Mappings, Conditions, Resources, Outputs } = definition.body(scope);
  const parameters = nestedParameters(release, definition);
  return {
    Description,
    ...(Transform ? { Transform } : {}),
    ...(Object.keys(parameters).length > 0 ? { Parameters: parameters } : {}),
    ...(Mappings ? { Mappings } : {}),
    ...(Conditions && Object.keys(Conditions).length > 0 ? { Conditions } : {}),
    Resources: scope.present(Resources),
    ...(Outputs ? { Outputs } : {}),
  };
}

function nestedParameters(release: Release, definition: StackDefinition): Readonly<Record<string, Values>> {
  const fromRoot = handedTo(release, definition.name).map((parameter): [string, Values] => [
    parameter.name,
    nestedDeclaration(parameter, definition.name),
  ]);
  const wired = Object.entries(definition.wires).map(([name, limits]): [string, Values] => [
    name,
    wireDeclaration(limits),
  ]);
  const renamed = Object.keys(definition.renames ?? {}).map((name): [string, Values] => [name, { Type: "String" }]);
  return {
    ...Object.fromEntries([...fromRoot, ...wired, ...renamed]),
    ...(definition.customResources ? { CustomResourceVersion: { Type: "String" } } : {}),
    ...(definition.showsVersion && release.labelled
      ? { PantherVersion: { Type: "String", AllowedPattern: versionPattern } }
      : {}),
  };
}

const wireDeclaration = ({ pattern }: Limits): Values => ({
  Type: "String",
  ...(pattern ? { AllowedPattern: pattern } : { MinLength: 1 }),
});

const handedTo = (release: Release, stack: StackName) =>
  parametersOf(release.minor).filter(({ stacks }) => stacks.includes(stack));

const constant = (column: string): Value => findInMap("Constants", "Panther", column);

function nestedStack(release: Release, definition: StackDefinition): Resource {
  const text = printTemplate(nestedTemplate(release, definition), definition.style);
  const key = release.store(new TextEncoder().encode(text));
  const { name, dependsOn, tag, timeoutInMinutes } = definition;
  const parameters = handedOver(release, definition);
  return {
    Type: "AWS::CloudFormation::Stack",
    ...(name === "Bootstrap" ? {} : { Condition: name === "Onboard" ? "CreateOnboard" : "FullDeployment" }),
    ...(dependsOn.length > 0 ? { DependsOn: dependsOn.length === 1 ? String(dependsOn[0]) : dependsOn } : {}),
    Properties: {
      TemplateURL: templateUrl(release, key),
      ...(timeoutInMinutes === undefined ? {} : { TimeoutInMinutes: timeoutInMinutes }),
      Tags: [
        { Key: "Application", Value: "Panther" },
        { Key: "PantherEdition", Value: "Enterprise" },
        ...(release.labelled ? [{ Key: "PantherVersion", Value: constant("Version") }] : []),
        { Key: "Stack", Value: tag },
      ],
      ...(Object.keys(parameters).length > 0 ? { Parameters: parameters } : {}),
    },
  };
}

function handedOver(release: Release, definition: StackDefinition): Values {
  const fromRoot = handedTo(release, definition.name).map(({ name, type }): [string, Value] => [
    name,
    // A nested stack's parameters are strings, and a list is no string.
    type === "CommaDelimitedList" ? join(",", ref(name)) : ref(name),
  ]);
  const wired = Object.entries(definition.wires).map(([name, { from }]): [string, Value] => {
    const [stack = "", output = ""] = from.split(".");
    return [name, { "Fn::GetAtt": [stack, `Outputs.${output}`] }];
  });
  const renamed = Object.entries(definition.renames ?? {}).map(([name, source]): [string, Value] => [
    name,
    ref(source),
  ]);
  return {
    ...Object.fromEntries([...fromRoot, ...wired, ...renamed]),
    ...(definition.customResources ? { CustomResourceVersion: customResourceVersion(release) } : {}),
    ...(definition.showsVersion && release.labelled ? { PantherVersion: constant("Version") } : {}),
  };
}

/** Another value at each release, so that every custom resource runs again. */
function customResourceVersion(release: Release): Value {
  return release.labelled ? join("", [constant("Version"), " (", constant("Commit"), ")"]) : release.commit;
}

export function rootTemplate(release: Release): Template {
  return {
    Description: "Panther Enterprise: the root stack of a self-hosted deployment",
    Parameters: Object.fromEntries(
      parametersOf(release.minor).map((parameter) => [parameter.name, rootDeclaration(parameter, release.minor)]),
    ),
    ...(release.labelled
      ? { Mappings: { Constants: { Panther: { Commit: release.commit, Version: release.version } } } }
      : {}),
    Conditions: {
      FullDeployment: equals(ref("BootstrapStackOnly"), false),
      CreateOnboard: and(condition("FullDeployment"), isTrue("OnboardSelf")),
    },
    Resources: Object.fromEntries(
      stackDefinitions.map((definition) => [definition.name, nestedStack(release, definition)]),
    ),
    Outputs: {
      LoadBalancerUrl: {
        Description: "Where the web app is",
        Value: sub("https://${Bootstrap.Outputs.LoadBalancerUrl}"),
      },
    },
  };
}
