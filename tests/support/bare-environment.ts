/**
 * What a program is given that is to know nothing of the tests' own settings: where programs are, and where the sources
 * are that others have stripped of their types and compiled already (half of the processor time of a short program).
 */
export const bareEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
}
