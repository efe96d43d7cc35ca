import { withdrawalOf, withdrawnReleases } from "../../../release/catalog.ts";
import {
  parseTemplateUrl,
  releaseBucket,
  roleTemplateBucket,
  versionOfTemplateUrl,
} from "../../../release/templateUrl.ts";
import { tagOf } from "../../../release/version.ts";
import { knownText, notKnown, type ResourceFacts, type RunFacts, textOf } from "../facts.ts";
import { partOf, regionOf } from "../pantherParts.ts";
import { notTold, policyRule, violation } from "../policyRule.ts";

export const templateUrl = policyRule({
  name: "template-url",
  title: "Templates come over https from a known bucket, and from a place that names their release.",
  severity: "critical",
  level: "mandatory",
  reason:
    "CloudFormation acts on a template with an administrator's rights: whoever writes the template owns the account. And only a URL that names one release tells what is deployed.",
  remediation:
    "Leave `panther:templateUrl` out, or list your mirror's bucket in the setting `buckets`. Give a release such as v1.39.7, never `latest`.",
  link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-files.html",
  source: 'Panther documentation, "Deploy the root stack"',
  settings: {
    buckets: {
      text: "Buckets of yours that templates may come from, besides Panther's own and the release bucket that the program makes.",
      default: [],
    },
  },
  resource: (resource, run, { buckets }) => {
    const part = partOf(resource);
    if (part === undefined) return [];
    const url = textOf(resource.properties.templateUrl);
    if (url === notKnown) return [notTold("The template's URL is not known yet.")];
    if (url === undefined) return [violation("There is no template URL: templates come from a known bucket, by URL.")];
    const location = parseTemplateUrl(url);
    // What follows a question mark may be a signature, which is a secret.
    const shown = url.replace(/\?.*$/s, "?…");
    if (!location) return [violation(`The template's URL ${shown} is no https URL of an object in S3.`)];
    const known = [...buckets, ...(part === "role" ? [roleTemplateBucket] : []), ...releaseBuckets(resource, run)];
    if (!known.includes(location.bucket) && !isOwnOfSomeRegion(resource, location.bucket)) {
      return [violation(`The template's bucket ${location.bucket} is none of ${known.join(", ")}.`)];
    }
    const release = versionOfTemplateUrl(url);
    if (!release) return [violation(`The template's URL ${shown} names no release such as v1.39.7.`)];
    const withdrawal = withdrawalOf(release, withdrawnReleases);
    return withdrawal ? [violation(`${tagOf(release)} was withdrawn: ${withdrawal.reason}.`)] : [];
  },
});

/** Panther's own of the stack's region, and those that this program makes or uses for releases. */
function releaseBuckets(resource: ResourceFacts, { resources }: RunFacts): readonly string[] {
  const region = regionOf(resource);
  const made = resources
    .filter(({ type }) => type === "panther:index:PantherReleaseBucket")
    .flatMap(({ properties }) => knownText(properties.bucketName) ?? []);
  return [...(typeof region === "string" ? [releaseBucket(region)] : []), ...made];
}

/** Where nobody knows the region, any of Panther's own is as good as another. */
function isOwnOfSomeRegion(resource: ResourceFacts, bucket: string): boolean {
  return typeof regionOf(resource) !== "string" && /^panther-enterprise-[a-z]{2}-[a-z]+-\d$/.test(bucket);
}
