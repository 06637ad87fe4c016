/** Refusals for people: what, why, what to do. Each domain adds the codes that it declares. */
import i18next from 'i18next'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import './i18n' // words are added to what it opens
import type { Refusal } from './refusal'

const NAMESPACE = 'refusal'

type Codes = Readonly<Record<string, string>>

/**
 * The facts of a refusal are values of its sentence: `{{limit}}개까지 올릴 수 있습니다.` One that names
 * a field may have a sentence of its own for it: `pool_impossible_warm`.
 */
export function defineRefusals<T extends Codes>(
  ko: T,
  en: { readonly [K in keyof T]: string } & {
    readonly [K in keyof T & string as `${K}_one`]?: string
  },
): void {
  i18next.addResourceBundle('ko', NAMESPACE, ko, true)
  i18next.addResourceBundle('en', NAMESPACE, en, true)
}

export function useRefusalText(): (refusal: Refusal) => string {
  const { i18n } = useTranslation()
  return useCallback(
    ({ code, status, facts }) => {
      const named = typeof facts.field === 'string' ? [`${code}_${facts.field}`] : []
      const known = [...named, code, `status_${status}`, 'unexpected']
      return i18n.t(
        known.map(key => `${NAMESPACE}:${key}`),
        readable(facts, i18n.language),
      )
    },
    [i18n],
  )
}

/** Nobody counts the noughts of 1000000000000. `count` stays a number: it chooses the form. */
export function readable(facts: Refusal['facts'], language: string): Record<string, unknown> {
  const isLong = (name: string, value: unknown): value is number =>
    typeof value === 'number' && Math.abs(value) >= 10_000 && name !== 'count'
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      isLong(name, value) ? value.toLocaleString(language) : value,
    ]),
  )
}

defineRefusals(
  {
    unreachable: '서버에 연결하지 못했습니다. 연결되면 다시 시도하십시오.',
    outcome_unknown:
      '연결이 끊겨 처리되었는지 확인하지 못했습니다. 화면을 새로 고쳐 확인한 뒤 필요하면 다시 하십시오.',
    unavailable: '필요한 서비스가 잠시 응답하지 않습니다. 잠시 뒤 다시 시도하십시오.',
    not_signed_in: '로그인이 끝났습니다. 다시 로그인하십시오.',
    not_found: '찾을 수 없습니다. 지워졌거나 볼 권한이 없습니다.',
    denied: '이 일을 할 권한이 없습니다.',
    role_missing: '이 일을 할 역할이 없습니다. 정보화 담당자에게 요청하십시오.',
    proof_too_old: '본인인지 확인한 지 {{minutes}}분이 지났습니다. 다시 확인한 뒤 하십시오.',
    wrong_origin: '다른 주소에서 온 요청이라 거부했습니다. 이 화면을 새로 고치십시오.',
    csrf_mismatch: '화면이 오래되었습니다. 새로 고치십시오.',
    invalid: '입력한 내용을 확인하십시오.',
    conflict: '그사이 다른 사람이 바꾸었습니다. 새로 고친 뒤 다시 시도하십시오.',
    too_fast: '요청이 너무 잦습니다. 잠시 뒤 다시 시도하십시오.',
    exhausted: '저장 공간이나 자원이 모자랍니다.',
    bug: '시스템 오류입니다. 요청 번호를 헬프데스크에 알려 주십시오.',
    status_413: '파일이 너무 큽니다.',
    status_502: '서버가 잠시 응답하지 않습니다. 잠시 뒤 다시 시도하십시오.',
    status_504: '서버가 제때 응답하지 않았습니다. 잠시 뒤 다시 시도하십시오.',
    unexpected: '예상하지 못한 오류입니다. 요청 번호를 헬프데스크에 알려 주십시오.',
  },
  {
    unreachable: 'The server cannot be reached. Try again once you are connected.',
    outcome_unknown:
      'The connection broke, and whether this was done is not known. Reload to see, and do it again if it was not.',
    unavailable: 'A service this needs is away for a moment. Try again shortly.',
    not_signed_in: 'Your session has ended. Sign in again.',
    not_found: 'Not found. It was deleted, or you may not see it.',
    denied: 'You may not do this.',
    role_missing: 'You do not hold the role for this. Ask your IT administrator.',
    proof_too_old:
      'You last proved who you are more than {{minutes}} minutes ago. Prove it again first.',
    wrong_origin: 'Refused: the request came from another address. Reload this page.',
    csrf_mismatch: 'This page is out of date. Reload it.',
    invalid: 'Check what you entered.',
    conflict: 'Somebody changed this meanwhile. Reload and try again.',
    too_fast: 'Too many requests. Try again shortly.',
    exhausted: 'Out of storage or capacity.',
    bug: 'A system error. Give the help desk the request id.',
    status_413: 'The file is too large.',
    status_502: 'The server is away for a moment. Try again shortly.',
    status_504: 'The server did not answer in time. Try again shortly.',
    unexpected: 'An unexpected error. Give the help desk the request id.',
  },
)
