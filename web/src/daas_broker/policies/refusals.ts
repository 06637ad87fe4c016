import { defineRefusals } from '@/kernel/refusal-words'

defineRefusals(
  {
    policy_malformed: '정책에 맞지 않는 값이 있습니다: {{field}}.',
    policy_moved: '그사이 다른 사람이 같은 정책을 바꾸었습니다. 새 내용을 보고 다시 저장하십시오.',
    nothing_drafted: '적용을 기다리는 변경이 없습니다.',
  },
  {
    policy_malformed: 'A value does not fit: {{field}}.',
    policy_moved: 'Somebody changed the same policy meanwhile. Look at it and save again.',
    nothing_drafted: 'Nothing waits to be applied.',
  },
)
