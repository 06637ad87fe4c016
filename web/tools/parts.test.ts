import { expect, it } from 'vitest'
import { ownParts } from './parts.ts'

const IMPORTS: Record<string, readonly string[]> = {
  'main.tsx': ['button.tsx', 'node_modules/react/index.js'],
  'a/todos.ts': ['list.tsx', 'button.tsx'],
  'b/todos.ts': ['words.ts'],
  'home.tsx': ['list.tsx', 'clock.tsx'],
  'field.tsx': ['clock.tsx', 'camera.ts'],
  'office.tsx': ['chart.tsx'],
}
const LATER: Record<string, readonly string[]> = {
  'main.tsx': ['a/todos.ts', 'b/todos.ts', 'home.tsx', 'field.tsx', 'office.tsx'],
}
const modules = {
  getModuleInfo: (id: string) => ({
    importedIds: IMPORTS[id] ?? [],
    dynamicallyImportedIds: LATER[id] ?? [],
  }),
}
const companies = [
  { name: 'first', asked: [/^main\.tsx$/], isWhole: true },
  { name: 'frame', asked: [/\/todos\.ts$/], isWhole: true },
  { name: 'home', asked: [/^home\.tsx$/], isWhole: true },
  { name: 'field', asked: [/^field\.tsx$/], isWhole: false },
]
const fileOf = (id: string) => ownParts('main.tsx', companies)(id, modules)

it('what is always fetched together is one file', () => {
  expect(fileOf('a/todos.ts')).toBe('frame')
  expect(fileOf('words.ts')).toBe('frame')
})

it('a module that several need is in no file that one of them does without', () => {
  expect(fileOf('list.tsx')).toBe('frame-home')
  expect(fileOf('clock.tsx')).toBe('home-field')
})

it('what the first page brings is there for everybody', () => {
  expect(fileOf('button.tsx')).toBe('first')
})

it('what is asked for at different times, by nobody of these or is a library stays apart', () => {
  expect(fileOf('camera.ts')).toBeNull()
  expect(fileOf('chart.tsx')).toBeNull()
  expect(fileOf('node_modules/react/index.js')).toBeNull()
})

it('a company that nobody is in any more is told', () => {
  const gone = [{ name: 'home', asked: [/^gone\.tsx$/], isWhole: true }]
  expect(() => ownParts('main.tsx', gone)('main.tsx', modules)).toThrow('nothing is named')
})
