// By which protocol a team goes, as it is chosen and as the server wants it. Pure.
import type { TeamProtocol } from "../api/types";
import type { Checked } from "../app/useForm";

/** What "as the organisation" is called among the choices. */
export const AS_ORGANISATION = "";

export interface TeamProtocolForm {
  chosen: string;
}

export const asOrganisation: TeamProtocolForm = { chosen: AS_ORGANISATION };

export const asSetFor = ({ own }: Pick<TeamProtocol, "own">): TeamProtocolForm => ({
  chosen: own?.id ?? AS_ORGANISATION,
});

/** Every choice is one the server offered: nothing can be wrong here. */
export const checkTeamProtocol = ({
  chosen,
}: TeamProtocolForm): Checked<Record<string, never>, { profileId: string | null }> => ({
  errors: {},
  body: { profileId: chosen || null },
});
