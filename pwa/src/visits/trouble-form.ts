// Expecting trouble, as it is filled in, and as the server wants it. Pure.

export interface TroubleForm {
  expected: boolean;
  why: string;
  /** The police is told beforehand, where the protocol does not ask that already. */
  policeWanted: boolean;
}

export const NO_TROUBLE: TroubleForm = { expected: false, why: "", policeWanted: false };

export interface TroubleOut {
  expectsTrouble: string;
  policeWanted: boolean;
}

/** Null while it is not said, or not why. */
export function troubleOut({ expected, why, policeWanted }: TroubleForm): TroubleOut | null {
  const expectsTrouble = why.trim();
  return expected && expectsTrouble ? { expectsTrouble, policeWanted } : null;
}

/** Said, and not why. */
export const whyMissing = ({ expected, why }: TroubleForm): boolean => expected && why.trim() === "";
