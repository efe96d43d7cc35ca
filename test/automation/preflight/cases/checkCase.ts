import type { FakeContext } from "../fakeContext.ts";

/** What a check comes to, in the shapes in which AWS answers. */
export interface CheckCase {
  readonly passes: FakeContext;
  /** A failure, or a warning where the check has no worse. */
  readonly finds: FakeContext;
  /** Its own look is refused. */
  readonly refused: (error: Error) => FakeContext;
  /** Which of the refusals it takes for an answer; the others keep it from looking. */
  readonly answeredBy?: RegExp;
}
