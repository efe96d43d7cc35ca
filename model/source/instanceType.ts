/** What Panther's documentation recommends at least, to build and deploy it. */
export const recommendedInstanceType = "m5.large";

/** Whether an instance type builds Panther; completes the sentence that begins with the type, without a full stop. */
export type InstanceTypeCheck =
  | { readonly kind: "fits" }
  | { readonly kind: "small"; readonly why: string }
  | { readonly kind: "refused"; readonly why: string };

const smallest = "t2.small";

/**
 * Judges an instance type by its name: family, generation, what it has besides, and size.
 * Source: Panther repository, development guide, "From an EC2 Instance"; EC2's user guide, "Instance type names".
 */
export function checkInstanceType(type: string): InstanceTypeCheck {
  const [, family = "", attributes = "", size = ""] = /^([a-z]+)\d+([a-z0-9-]*)\.([a-z0-9-]+)$/.exec(type) ?? [];
  if (family === "") return { kind: "refused", why: `is no instance type such as ${recommendedInstanceType}` };
  if (family === "mac") return { kind: "refused", why: "runs macOS alone" };
  if (family === "a" || attributes.includes("g")) {
    return {
      kind: "refused",
      why: "has an ARM processor, and Panther's development image is for x86_64",
    };
  }
  if (["nano", "micro"].includes(size)) {
    return { kind: "refused", why: `has less memory than ${smallest}, the least that is said to be enough` };
  }
  const isSmall = ["small", "medium"].includes(size) || (family === "c" && size === "large");
  if (!isSmall) return { kind: "fits" };
  return {
    kind: "small",
    why: `is smaller than ${recommendedInstanceType}, which Panther recommends: a build takes longer there, and may run out of memory`,
  };
}
