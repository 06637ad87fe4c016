import { defineWords } from '@/kernel/i18n'
import '../refusals'
import { defineRefusals } from '@/kernel/refusal-words'

export const words = defineWords(
  'daas_links',
  {
    title: '밖에서 열기',
    note: '업무망 밖의 주소입니다. 내 인터넷 가상PC에서만 열리고, 여기로는 아무것도 들어오지 않습니다.',
    host: '사이트',
    address: '전체 주소',
    logged: '연 주소와 시각이 감사기록에 남습니다.',
    open: '인터넷 가상PC에서 열기',
    leave: '그만두기',
    none: '열 수 있는 주소가 아닙니다',
    noneNote: 'http 또는 https로 시작하고 비밀번호가 들어 있지 않은 주소만 열 수 있습니다.',
    noPool: '쓸 수 있는 인터넷 가상PC가 없습니다',
    noPoolNote: '필요하면 가상PC를 신청하십시오.',
    ask: '가상PC 신청',
    claiming: '인터넷 가상PC를 준비하고 있습니다.',
    queued: '차례를 기다립니다: 앞에 {{count}}명',
    opening: '인터넷 가상PC의 브라우저에서 열고 있습니다.',
    opened: '인터넷 가상PC에서 열었습니다.',
    see: '인터넷 가상PC 보기',
    plain: '이 연결은 암호화되지 않습니다(http).',
  },
  {
    title: 'Open outside',
    note: 'This address is outside the work zone. It opens in your Internet desktop only, and nothing comes back.',
    host: 'Site',
    address: 'Whole address',
    logged: 'The address and the time are kept in the audit log.',
    open: 'Open in the Internet desktop',
    leave: 'Leave it',
    none: 'This is no address that can be opened',
    noneNote: 'Only addresses that begin with http or https and carry no password are opened.',
    noPool: 'There is no Internet desktop that you may use',
    noPoolNote: 'Ask for one if you need it.',
    ask: 'Ask for a desktop',
    claiming: 'Your Internet desktop is being made ready.',
    queued: 'Waiting: {{count}} before you',
    opening: 'It is being opened in your Internet desktop’s browser.',
    opened: 'Opened in your Internet desktop.',
    see: 'See the Internet desktop',
    plain: 'This connection is not encrypted (http).',
  },
)

defineRefusals(
  {
    link_malformed:
      '열 수 있는 주소가 아닙니다. http·https이고 2000자 이하이며 비밀번호가 없어야 합니다.',
    link_refused:
      '정책에 따라 인터넷 가상PC에서 링크를 열지 않습니다. 필요하면 정보보호 담당자에게 요청하십시오.',
  },
  {
    link_malformed:
      'No address that can be opened: http or https, 2000 letters at most, no password.',
    link_refused:
      'The policy opens no links in the Internet desktop. If you need it, ask the security officer.',
  },
)
