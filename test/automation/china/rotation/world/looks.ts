import { expect } from "chai";
import type { PantherError } from "../../../../../model/error.ts";
import type { FakeKey } from "./fakeGateway.ts";
import type { World } from "./world.ts";

/** Keys of this project, oldest first. */
export function ourKeys(world: World): readonly FakeKey[] {
  return [...world.gateway.keys.values()].filter(({ tags }) => tags?.["panther:environment"] === "prod");
}

/** What a piece of work ended with; undefined where it got through. */
export function thrown(work: Promise<unknown>): Promise<PantherError | undefined> {
  return work.then(
    () => undefined,
    (error: PantherError) => error,
  );
}

/** The web app goes on as before, and nothing shows a key. */
export function nothingIsBroken(world: World & { readonly stacksKey: FakeKey }, error: unknown): void {
  world.time.pass(900_000);
  expect(world.refused).to.deep.equal([]);
  expect(world.stacksKey.enabled).to.equal(true);
  const seen = world.seen(error);
  expect(world.values.filter((value) => seen.includes(value))).to.deep.equal([]);
}
