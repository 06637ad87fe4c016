/** What acts and facts of the chain are called; in the chain itself they have one name for all. */
import type { Language } from '@/kernel/i18n'
import { en } from './acts.en'
import { ko } from './acts.ko'

type Names = Readonly<Record<string, Readonly<Record<string, string>>>>
const ACTS: Readonly<Record<Language, Names>> = { ko, en }

/** Korean, English. */
const FACTS: Readonly<Record<string, readonly [string, string]>> = {
  added: ['더함', 'added'],
  address: ['주소', 'address'],
  after: ['바꾼 뒤', 'after'],
  answer: ['답', 'answer'],
  arrived: ['도착한 글자', 'arrived'],
  at_limit: ['한도에 이르면', 'at the limit'],
  basis: ['근거', 'basis'],
  batch: ['묶음', 'batch'],
  before: ['바꾸기 전', 'before'],
  bound_to: ['묶인 주소', 'bound to'],
  bytes: ['크기', 'bytes'],
  caller: ['부른 곳', 'caller'],
  chain: ['사슬', 'chain'],
  changed: ['바뀐 것', 'changed'],
  chunks: ['조각', 'chunks'],
  code: ['코드', 'code'],
  connection: ['연결', 'connection'],
  count: ['수', 'count'],
  days: ['기간(일)', 'days'],
  decision: ['결정', 'decision'],
  deleted: ['지운 글자', 'deleted'],
  desktop: ['가상PC', 'desktop'],
  device: ['기기', 'device'],
  disk: ['디스크 암호화', 'disk'],
  dropped: ['뺌', 'dropped'],
  end: ['끝난 까닭', 'end'],
  endpoint: ['온 곳', 'endpoint'],
  ends_at: ['끝나는 때', 'ends at'],
  event: ['사건', 'event'],
  file: ['파일', 'file'],
  findings: ['찾은 것', 'findings'],
  format: ['형식', 'format'],
  found: ['찾음', 'found'],
  from: ['이전', 'from'],
  gateway: ['관문', 'gateway'],
  generation: ['세대', 'generation'],
  helper: ['도운 사람', 'helper'],
  kind: ['종류', 'kind'],
  level: ['권한', 'level'],
  lines: ['줄', 'lines'],
  link: ['링크', 'link'],
  lock: ['화면 잠금', 'lock'],
  looks_only: ['보기만', 'looks only'],
  method: ['방법', 'method'],
  mode: ['방식', 'mode'],
  monthly: ['한 달', 'monthly'],
  name: ['이름', 'name'],
  near: ['주의', 'near'],
  number: ['번호', 'number'],
  off: ['쉼', 'off'],
  origin: ['주소', 'origin'],
  over: ['경보', 'over'],
  owner: ['임자', 'owner'],
  peers: ['상대', 'peers'],
  people: ['사람', 'people'],
  person: ['사람', 'person'],
  place: ['자리', 'place'],
  platform: ['기종', 'platform'],
  policy: ['정책', 'policy'],
  pool: ['풀', 'pool'],
  proof: ['증명', 'proof'],
  reason: ['까닭', 'reason'],
  registered: ['등록번호', 'registered'],
  retention_days: ['보존 일수', 'days kept'],
  rev: ['고친 횟수', 'revision'],
  revision: ['고친 횟수', 'revision'],
  rule: ['규칙', 'rule'],
  scanner: ['검사기', 'scanner'],
  serial: ['일련번호', 'serial'],
  session: ['로그인', 'session'],
  sha256: ['해시', 'SHA-256'],
  share: ['비율', 'share'],
  size_bytes: ['크기', 'bytes'],
  source: ['나온 곳', 'source'],
  sources: ['원본 패키지', 'sources'],
  stage: ['단계', 'stage'],
  state: ['상태', 'state'],
  step: ['단계', 'step'],
  subject: ['받는 쪽', 'to whom'],
  system: ['운영체제', 'system'],
  to: ['가는 곳', 'to'],
  tries: ['시도', 'tries'],
  trust: ['신뢰', 'trust'],
  typed: ['입력한 글자', 'typed'],
  until: ['까지', 'until'],
  verdict: ['판정', 'verdict'],
  version: ['판', 'version'],
  warm: ['예열', 'warm'],
  way: ['방향', 'way'],
  what: ['무엇을', 'what'],
  why: ['까닭', 'why'],
  zone: ['망', 'zone'],
}

/** Undefined where nobody has named it: what an older release wrote stays in the chain for ever. */
export function nameOfAct(act: string, language: Language): string | undefined {
  const [domain = '', verb = ''] = act.split('.')
  return ACTS[language][domain]?.[verb]
}

/** As it was written where nobody has named it. */
export function nameOfFact(fact: string, language: Language): string {
  return FACTS[fact]?.[language === 'ko' ? 0 : 1] ?? fact
}
