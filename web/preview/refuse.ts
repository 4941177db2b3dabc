import { type FastifyReply } from 'fastify'
import { type ApiProblem } from './api.ts'

/** Answers with a sentence about what is wrong, which nobody keeps. */
export async function refuse(
  reply: FastifyReply,
  status: number,
  problem: ApiProblem,
): Promise<FastifyReply> {
  return reply.code(status).header('cache-control', 'no-store').send(problem)
}
