/** What a page or a button may ask of the role, in the words of the API's scopes. */
export type Needed = 'actions' | 'operate' | 'admin'
