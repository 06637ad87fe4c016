/** Cases on the office's desk: the board, one case, who has it, and what was done for it. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'

export type Board = components['schemas']['BoardBody']
export type BoardCase = components['schemas']['BoardCaseBody']
export type CaseState = BoardCase['case']['state']
export type Inspector = components['schemas']['InspectorBody']
export type WholeCase = components['schemas']['WholeCaseBody']
export type Work = components['schemas']['ShownWorkBody']
export type Step = components['schemas']['StepBody']['step']
export type CaseWish = components['schemas']['OpenCaseBody']
export type SiteWish = components['schemas']['RegisterSiteBody']

export type CaseChange = components['schemas']['ChangeCaseBody']
export type SiteChange = components['schemas']['ChangeSiteBody']
export type SubjectChange = components['schemas']['ChangeSubjectBody']

export interface Wanted {
  readonly text: string
  readonly kind: string
  readonly assignee: string
  readonly state: readonly CaseState[]
}

export const casesKey = ['field', 'cases'] as const
export const boardOf = (wanted: Wanted) =>
  queryOptions({
    queryKey: [...casesKey, 'board', wanted],
    queryFn: () =>
      ask(
        api.GET('/api/field/board', { params: { query: { ...wanted, state: [...wanted.state] } } }),
      ),
    placeholderData: before => before,
  })

export const inspectors = queryOptions({
  queryKey: [...casesKey, 'inspectors'],
  queryFn: async () => (await ask(api.GET('/api/field/inspectors'))).inspectors,
})

export const waiting = queryOptions({
  queryKey: [...casesKey, 'waiting'],
  queryFn: async () => (await ask(api.GET('/api/field/works'))).works,
})

const path = (case_id: string) => ({ params: { path: { case_id } } })

export const caseOf = (case_id: string) =>
  queryOptions({
    queryKey: [...casesKey, 'one', case_id],
    queryFn: () => ask(api.GET('/api/field/cases/{case_id}', path(case_id))),
  })

export const assignmentsOf = (case_id: string) =>
  queryOptions({
    queryKey: [...casesKey, 'assignments', case_id],
    queryFn: async () =>
      (await ask(api.GET('/api/field/cases/{case_id}/assignments', path(case_id)))).assignments,
  })

export const worksOf = (case_id: string) =>
  queryOptions({
    queryKey: [...casesKey, 'works', case_id],
    queryFn: async () =>
      (await ask(api.GET('/api/field/cases/{case_id}/works', path(case_id)))).works,
  })

export const sitesBy = (text: string) =>
  queryOptions({
    queryKey: [...casesKey, 'sites', text],
    queryFn: async () =>
      (await ask(api.GET('/api/field/sites', { params: { query: { text } } }))).sites,
  })

export interface Plan {
  readonly person_id: string
  readonly planned_on: string
  readonly reason: string
}

/** Each case with the lease that was shown, 0 where nobody had it. */
export type Chosen = readonly { readonly case_id: string; readonly seen: number }[]

export const seenOf = ({ case: { id }, lead }: BoardCase) => ({
  case_id: id,
  seen: lead?.lease_rev ?? 0,
})

/** What was refused, each with its code and facts. */
export async function assign(chosen: Chosen, plan: Plan) {
  const body = { ...plan, cases: [...chosen], seat: 0, form_key: null, planned_at: null }
  const { results } = await then(ask(api.POST('/api/field/assignments', { body })))
  return results.filter(({ code }) => code !== null)
}

export async function withdraw(case_id: string, seen: number, reason: string): Promise<void> {
  const params = { path: { case_id }, query: { seen, reason } }
  await then(ask(api.DELETE('/api/field/cases/{case_id}/lead', { params })))
}

export async function step(
  case_id: string,
  body: { step: Step; reason: string; outcome: string; seen: number },
): Promise<void> {
  await then(ask(api.POST('/api/field/cases/{case_id}/steps', { ...path(case_id), body })))
}

export async function rule(
  submission_id: string,
  body: { ruling: 'accepted' | 'set_aside'; reason: string; seen: number },
): Promise<void> {
  const params = { path: { submission_id } }
  await then(ask(api.POST('/api/field/works/{submission_id}/ruling', { params, body })))
}

export async function openCase(wish: CaseWish) {
  return await then(ask(api.POST('/api/field/cases', { body: wish })))
}

export async function registerSite(body: SiteWish) {
  return await ask(api.POST('/api/field/sites', { body }))
}

export async function changeCase(case_id: string, body: CaseChange): Promise<void> {
  await then(ask(api.PUT('/api/field/cases/{case_id}', { ...path(case_id), body })))
}

export async function changeSite(site_id: string, body: SiteChange): Promise<void> {
  const params = { path: { site_id } }
  await then(ask(api.PUT('/api/field/sites/{site_id}', { params, body })))
}

export async function changeSubject(subject_id: string, body: SubjectChange): Promise<void> {
  const params = { path: { subject_id } }
  await then(ask(api.PUT('/api/field/subjects/{subject_id}', { params, body })))
}

/** Whatever came of it, what is shown is asked anew. */
async function then<T>(act: Promise<T>): Promise<T> {
  try {
    return await act
  } finally {
    await queries.invalidateQueries({ queryKey: casesKey })
    await queries.invalidateQueries({ queryKey: ['todos', 'mobile_admin'] })
  }
}
