import type { Handler } from '../handler.ts';
import { handleAddOffsetsToTxn } from './add-offsets-to-txn.ts';
import { handleAddPartitionsToTxn } from './add-partitions-to-txn.ts';
import { handleAlterConfigs } from './alter-configs.ts';
import { apiVersionsHandler } from './api-versions.ts';
import { handleCreatePartitions } from './create-partitions.ts';
import { handleCreateTopics } from './create-topics.ts';
import { handleDeleteGroups } from './delete-groups.ts';
import { handleDeleteRecords } from './delete-records.ts';
import { handleDeleteTopics } from './delete-topics.ts';
import { handleDescribeCluster } from './describe-cluster.ts';
import { handleDescribeConfigs } from './describe-configs.ts';
import { handleDescribeGroups } from './describe-groups.ts';
import { handleEndTxn } from './end-txn.ts';
import { handleFetch } from './fetch.ts';
import { handleFindCoordinator } from './find-coordinator.ts';
import { handleHeartbeat } from './heartbeat.ts';
import { handleIncrementalAlterConfigs } from './incremental-alter-configs.ts';
import { handleInitProducerId } from './init-producer-id.ts';
import { handleJoinGroup } from './join-group.ts';
import { handleLeaveGroup } from './leave-group.ts';
import { handleListGroups } from './list-groups.ts';
import { handleListOffsets } from './list-offsets.ts';
import { handleMetadata } from './metadata.ts';
import { handleOffsetCommit } from './offset-commit.ts';
import { handleOffsetDelete } from './offset-delete.ts';
import { handleOffsetFetch } from './offset-fetch.ts';
import { handleOffsetForLeaderEpoch } from './offset-for-leader-epoch.ts';
import { handleProduce } from './produce.ts';
import { handleSyncGroup } from './sync-group.ts';
import { handleTxnOffsetCommit } from './txn-offset-commit.ts';

const served: readonly Handler[] = [
  handleAddOffsetsToTxn,
  handleAddPartitionsToTxn,
  handleAlterConfigs,
  handleCreatePartitions,
  handleCreateTopics,
  handleDeleteGroups,
  handleDeleteRecords,
  handleDeleteTopics,
  handleDescribeCluster,
  handleDescribeConfigs,
  handleDescribeGroups,
  handleEndTxn,
  handleFetch,
  handleFindCoordinator,
  handleHeartbeat,
  handleIncrementalAlterConfigs,
  handleInitProducerId,
  handleJoinGroup,
  handleLeaveGroup,
  handleListGroups,
  handleListOffsets,
  handleMetadata,
  handleOffsetCommit,
  handleOffsetDelete,
  handleOffsetFetch,
  handleOffsetForLeaderEpoch,
  handleProduce,
  handleSyncGroup,
  handleTxnOffsetCommit,
];

/** Handlers by API key: what this broker serves. */
export const handlers: ReadonlyMap<number, Handler> = new Map(
  [...served, apiVersionsHandler(served)].map((entry) => [entry.api.key, entry]),
);
