export { searchCampaigns } from './campaigns';
export { searchEmployees } from './employees';
export { searchGroups } from './groups';
export { searchLines } from './lines';
