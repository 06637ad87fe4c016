/** What became of work that was held: the phone and the desk say it alike. */
import { defineWords } from '@/kernel/i18n'

export const heldWords = defineWords(
  'field-held',
  {
    state: {
      waiting: '결정 전',
      accepted: '채택',
      replaced: '채택 뒤 바뀜',
      setAside: '제외',
      displaced: '다른 결과 채택',
      restored: '다시 인정',
    },
    means: {
      waiting:
        '담당이 바뀐 뒤에 들어와 보관되어 있습니다. 과장이 정하면 알려 드립니다. 다시 방문하거나 보내지 않아도 됩니다.',
      accepted: '이 조사가 사건의 결과가 되었습니다. 더 할 일은 없습니다.',
      replaced:
        '채택되었으나 그 뒤 다른 조사가 사건의 결과가 되었습니다. 보낸 답과 사진은 그대로 남아 있습니다. 더 할 일은 없습니다.',
      setAside:
        '사건의 결과로 쓰지 않습니다. 보낸 답과 사진은 지우지 않고 남겨 둡니다. 다시 방문하거나 보내지 않아도 됩니다.',
      displaced:
        '담당자로 보낸 이 조사 대신 다른 사람의 조사가 사건의 결과가 되었습니다. 보낸 답과 사진은 그대로 남아 있습니다. 다시 방문하거나 보내지 않아도 됩니다.',
      restored:
        '과장이 다른 사람의 조사를 쓰지 않기로 하여, 담당자로 보낸 이 조사가 사건의 결과입니다. 더 할 일은 없습니다.',
    },
    ruled: '{{ruler}}, {{at}}',
    came: '{{at}} 받음',
    why: '까닭: {{reason}}',
  },
  {
    state: {
      waiting: 'Not decided yet',
      accepted: 'Accepted',
      replaced: 'Accepted, then replaced',
      setAside: 'Set aside',
      displaced: 'Another was accepted',
      restored: 'Counts again',
    },
    means: {
      waiting:
        'It came after the case was given to somebody else, and is kept. You are told when the head decides. You need not visit or send again.',
      accepted: 'It is what holds for the case now. There is nothing more to do.',
      replaced:
        'It was accepted, and something else holds for the case since. Your answers and photos are kept. There is nothing more to do.',
      setAside:
        'It is not used for the case. Your answers and photos are kept, and nothing of them is deleted. You need not visit or send again.',
      displaced:
        'You sent it as the one who has the case, and the head took what somebody else had found instead. Your answers and photos are kept. You need not visit or send again.',
      restored:
        'The head set aside what somebody else had found: what you sent holds for the case. There is nothing more to do.',
    },
    ruled: '{{ruler}}, {{at}}',
    came: 'received {{at}}',
    why: 'Why: {{reason}}',
  },
)
