import type { VettingLevel } from './vetting.rules.js';

/** What pages call the levels. */
export const levelWords: Record<VettingLevel, string> = {
  bpss: 'Baseline personnel security standard (BPSS)',
  ac: 'Accreditation check (AC)',
  ctc: 'Counter-terrorist check (CTC)',
  sc: 'Security check (SC)',
  esc: 'Enhanced security check (eSC)',
  dv: 'Developed vetting (DV)',
  edv: 'Enhanced developed vetting (eDV)',
  nppv1: 'Non-police personnel vetting, level 1 (NPPV1)',
  nppv2_abbreviated: 'Non-police personnel vetting, level 2 abbreviated (NPPV2A)',
  nppv2_full: 'Non-police personnel vetting, level 2 full (NPPV2F)',
  nppv3: 'Non-police personnel vetting, level 3 (NPPV3)',
};
