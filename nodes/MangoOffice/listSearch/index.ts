export { searchCampaigns } from './campaigns';
export { searchDestinations } from './destinations';
export { searchEmployees } from './employees';
export { searchGroups } from './groups';
export { searchLines } from './lines';
export { searchTasks } from './tasks';
