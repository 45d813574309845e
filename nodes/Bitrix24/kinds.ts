/** Kinds of records that have parameters of their own; a deal has those that it always had. */
export const OTHER_KINDS = ['lead', 'smartProcess'];
