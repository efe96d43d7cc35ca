import type { ChinaChoice, Environment } from "../../model/environment/environment.ts";
import { releaseTemplates } from "../../model/release/releaseTemplates.ts";
import type { ReleaseVersion } from "../../model/release/version.ts";
import { type ChinaStage, stageOfHop, stageOfPlainUp } from "../../model/rules/chinaStage.ts";
import type { ProgramConfiguration } from "../programConfiguration.ts";
import { refusal } from "../refusal.ts";
import { rootTemplateIsThere } from "../rootTemplateIsThere.ts";
import type { ChinaProviders } from "./chinaProviders.ts";
import { secretHasValue, stackStands } from "./standing.ts";

/** How far this `up` goes, by what stands in AWS and what the driver says. */
export async function chinaStage(
  { environment, release, chinaHop }: ProgramConfiguration,
  china: ChinaChoice,
  { backend, web }: ChinaProviders,
): Promise<ChinaStage> {
  const standing = () =>
    Promise.all([stackStands(environment.rootStackName, backend), stackStands(china.webRootStackName, web)]);
  if (chinaHop) {
    const [backendStands, webStands] = await standing();
    return stageOfHop(chinaHop, { backendStands, webStands });
  }
  const rootTemplateUrl = rootTemplateUrlOf(environment, release);
  const [[backendStands, webStands], templateIsThere, hasValue] = await Promise.all([
    standing(),
    rootTemplateIsThere(rootTemplateUrl, backend),
    secretHasValue(china.secretName, web),
  ]);
  return stageOfPlainUp({
    environment: environment.name,
    release,
    rootTemplateUrl,
    templateIsThere,
    createsBucket: china.createReleaseBucket,
    backendStands,
    webStands,
    secretName: china.secretName,
    secretHasValue: hasValue,
  });
}

function rootTemplateUrlOf({ region, templateSource }: Environment, release: ReleaseVersion): string {
  const { rootTemplateUrl, findings } = releaseTemplates({
    release,
    region,
    source: templateSource,
    publishedRoles: [release],
  });
  if (rootTemplateUrl !== null) return rootTemplateUrl;
  throw refusal(findings.map(({ message, fix }) => `${message} ${fix}`).join("\n"));
}
